import { useElementSize } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { CSSProperties, ReactNode } from 'react';
import { STANDING_WORDS } from '../../status/standing.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Lasting } from '../../time/Times.js';
import { wallGrid, type Tile } from './wall-tiles.js';
import classes from './WallPage.module.css';

/** Tiles that fill the screen, what is wrong first. */
export function WallTiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  const { ref, width, height } = useElementSize();
  const { columns, rows } = wallGrid(tiles, width, height);
  return (
    <div ref={ref} className={classes.place}>
      <ul
        className={classes.tiles}
        aria-label="Monitors, what is wrong first"
        // Numbers can not stand in a style sheet. React sets them through the DOM, which the policy allows.
        style={{ '--columns': columns, '--rows': rows } as CSSProperties}
      >
        {tiles.map((tile) => (
          <WallTile key={tile.id} tile={tile} />
        ))}
      </ul>
    </div>
  );
}

function WallTile({ tile }: { readonly tile: Tile }) {
  const { name, detail, standing, since, isLarge } = tile;
  return (
    <li className={classes.tile} data-standing={standing} data-large={isLarge || undefined}>
      <TileLink tile={tile}>
        <span className={classes.state}>
          <StandingIcon of={standing} />
          <span>{STANDING_WORDS[standing].word}</span>
          {since !== null && (
            <span className={classes.since}>
              <Lasting at={since} />
            </span>
          )}
        </span>
        <bdi className={classes.name} title={name}>
          {name}
        </bdi>
        <bdi className={classes.detail} title={detail}>
          {detail}
        </bdi>
      </TileLink>
    </li>
  );
}

function TileLink({ tile: { link }, children }: { readonly tile: Tile; readonly children: ReactNode }) {
  if (link === null) {
    return (
      <Link to="/" search={{ status: 'trouble' }} className={classes.link}>
        {children}
      </Link>
    );
  }
  if ('monitorId' in link) {
    return (
      <Link to="/monitors/$monitorId" params={link} className={classes.link}>
        {children}
      </Link>
    );
  }
  return (
    <Link to="/" search={{ status: 'trouble', deviceId: link.deviceId }} className={classes.link}>
      {children}
    </Link>
  );
}
