import { Inject, Injectable } from '@nestjs/common';
import type { Credential, CredentialInput, CredentialPatch, StoredLogin } from '@twotwenty/contracts/credential';
import type { Page, PageQuery } from '@twotwenty/contracts/http';
import { CredentialRepository, type StoredCredential } from '@twotwenty/database/repositories/credential.repository';
import type { VersionCheck } from '@twotwenty/database/repositories/storage-error';
import { sealLogin, viewLogin } from '@twotwenty/secrets/login-secrets';
import { SECRETS, type SealingPort } from '../dependencies.js';
import { namedCursor, readCursor, toPage } from '../http/cursor.js';
import { invalidFields } from '../http/problem.js';

/** What people do to credentials. Secrets are sealed on their way in, and never come out. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly credentials: CredentialRepository,
    @Inject(SECRETS) private readonly secrets: SealingPort,
  ) {}

  async list(query: PageQuery): Promise<Page<Credential>> {
    const after = readCursor(namedCursor, query.cursor);
    const { items, nextCursor } = toPage(await this.credentials.list(query.limit, after));
    return { items: items.map(view), nextCursor };
  }

  /** @throws StorageError `not-found` */
  async get(id: string): Promise<Credential> {
    return view(await this.credentials.get(id));
  }

  /**
   * @param actor who does it
   * @throws ProblemError for a secret that is kept from nowhere; StorageError
   */
  async create(actor: string, input: CredentialInput): Promise<Credential> {
    const contentOf = (id: string) => ({ ...input, login: this.seal(id, input.login, undefined) });
    return view(await this.credentials.insert(actor, contentOf));
  }

  /**
   * Replaces the fields that are named.
   * @param actor who does it
   * @throws ProblemError for a secret that is kept from nowhere; StorageError
   */
  async change(
    id: string,
    seen: VersionCheck,
    actor: string,
    { name, uses, login }: CredentialPatch,
  ): Promise<Credential> {
    const changed = await this.credentials.update(id, seen, actor, (current) => ({
      ...(name === undefined ? {} : { name }),
      ...(uses === undefined ? {} : { uses }),
      ...(login === undefined ? {} : { login: this.seal(id, login, current.login) }),
    }));
    return view(changed);
  }

  private seal(id: string, login: CredentialInput['login'], stored: StoredLogin | undefined): StoredLogin {
    const sealed = sealLogin(id, login, stored, this.secrets);
    const problems = sealed.unknown.map((path) => ({
      field: `login.${path}`,
      message: 'keeps a secret that this credential does not have there: write the secret itself',
    }));
    if (problems.length > 0) throw invalidFields(problems);
    return sealed.login;
  }
}

function view(credential: StoredCredential): Credential {
  return { ...credential, login: viewLogin(credential.login) };
}
