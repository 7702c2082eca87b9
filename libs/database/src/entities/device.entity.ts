import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

/** A machine people know by name. */
@Entity({ name: 'device' })
@Index('device_name', ['name', 'id'])
export class DeviceEntity {
  /** A UUIDv7, made by the application. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'device_pk' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  address!: string;

  @Column({ type: 'text', array: true, default: () => "'{}'" })
  tags!: string[];

  @VersionColumn({ type: 'integer' })
  version!: number;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
