import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { CSSProperties, ReactNode } from 'react';
import { STANDING_WORDS } from '../../status/standing.js';
import { StandingIcon } from '../../status/StandingMark.js';
import { Lasting } from '../../time/Times.js';
import { letterSize, placeTiles, wallGrid, type Tile } from './wall-tiles.js';
import classes from './WallPage.module.css';

/** On narrower windows, a length of CSS, tiles lie in two columns below each other, and the page is scrolled. */
const NARROW = '40em';
const NARROW_COLUMNS = 2;
/** As the style sheet has it. */
const NARROW_ROW_PX = 86;
/** Of a letter before its tile makes it larger or smaller. */
const LETTER_PX = 16;

/**
 * Tiles that fill the screen, what is wrong first. A tile that gets another place or size glides there, and so do its words:
 * nothing is laid out anew.
 */
export function WallTiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  const { ref, width, height } = useElementSize();
  const isNarrow = useMediaQuery(`(max-width: ${NARROW})`, false, { getInitialValueInEffect: false });
  const columns = isNarrow ? NARROW_COLUMNS : wallGrid(tiles, width, height).columns;
  const placed = placeTiles(tiles, columns);
  const rows = Math.max(1, ...placed.map(({ row, span }) => row + span));
  const [cellWidth, cellHeight] = [width / columns, isNarrow ? NARROW_ROW_PX : height / rows];
  return (
    <div ref={ref} className={classes.place}>
      <ul
        className={classes.tiles}
        aria-label="Monitors, what is wrong first"
        data-narrow={isNarrow || undefined}
        // Numbers can not stand in a style sheet. React sets them through the DOM, which the policy allows.
        style={{ '--columns': columns, '--rows': rows } as CSSProperties}
      >
        {placed.map(({ tile, column, row, span }) => (
          <li
            key={tile.id}
            className={classes.tile}
            data-standing={tile.standing}
            data-large={span > 1 || undefined}
            style={
              {
                '--column': column,
                '--row': row,
                '--span': span,
                '--scale': letterSize(span * cellWidth, span * cellHeight) / LETTER_PX,
              } as CSSProperties
            }
          >
            <TileLink tile={tile}>
              <TileWords tile={tile} />
            </TileLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

function TileWords({ tile: { name, detail, standing, since } }: { readonly tile: Tile }) {
  return (
    <span className={classes.words}>
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
    </span>
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
