import { channelWord } from '../../status/channel-words.js';
import { StandingIcon } from '../../status/StandingMark.js';
import type { ActionDraft } from './alert-draft.js';
import classes from './CoverageTable.module.css';
import { coverageOf, spanWords } from './ranges.js';

interface CoverageTableProps {
  readonly actions: readonly ActionDraft[];
  /** The most that a served monitor raises; null: not known. */
  readonly maxAlerts: number | null;
}

/** Which alerts of an incident are served by which action, and of which nobody is told. */
export function CoverageTable({ actions, maxAlerts }: CoverageTableProps) {
  if (actions.length === 0) return null;
  const { columns, rows, told, isRecoveryTold } = coverageOf(actions, maxAlerts);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption>Which alerts of an incident each action serves</caption>
        <thead>
          <tr>
            <th scope="col">Action</th>
            {columns.map((column) => (
              <th key={column.from} scope="col" data-beyond={column.isBeyond || undefined}>
                Alert {spanWords(column)}
                {column.isBeyond && <span className={classes.never}>never reached</span>}
              </th>
            ))}
            <th scope="col">Recovery</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, serves, servesRecovery }, index) => (
            <tr key={id}>
              <th scope="row">
                {index + 1}. {channelWord(actions[index]?.type ?? '')}
              </th>
              {columns.map((column, place) => (
                <Served key={column.from} is={serves[place] === true} />
              ))}
              <Served is={servesRecovery} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Somebody is told</th>
            {columns.map((column, place) => (
              <Told key={column.from} is={told[place] === true} matters={!column.isBeyond} />
            ))}
            <Told is={isRecoveryTold} matters />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Served({ is }: { readonly is: boolean }) {
  return <td className={is ? classes.served : classes.not}>{is ? 'yes' : '–'}</td>;
}

/** A gap is what people look for. */
function Told({ is, matters }: { readonly is: boolean; readonly matters: boolean }) {
  if (is || !matters) return <td>{is ? 'yes' : '–'}</td>;
  return (
    <td className={classes.gap}>
      <span>
        <StandingIcon of="warn" size={14} /> nobody
      </span>
    </td>
  );
}
