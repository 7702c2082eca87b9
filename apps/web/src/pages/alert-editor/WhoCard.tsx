import { Input, Radio, Stack, Switch } from '@mantine/core';
import { problemWithin } from '../../form/field-problems.js';
import { FormCard } from '../../form/FormCard.js';
import { PickMany } from '../../pickers/PickMany.js';
import type { AlertDraft, AssignmentDraft } from './alert-draft.js';
import classes from './AlertEditor.module.css';
import { useProblem, useProblems } from './problems.js';

interface WhoCardProps {
  readonly draft: AlertDraft;
  /** How many monitors it would serve; undefined while that is not known. */
  readonly monitors: number | undefined;
  readonly onChange: (change: Partial<AlertDraft>, path: string) => void;
}

/** More are not counted. */
const COUNTED = 10_000;

/** Which monitors an alert serves, and whether it tells of sites. */
export function WhoCard({ draft, monitors, onChange }: WhoCardProps) {
  const { assignment, siteAlerts } = draft;
  const problem = useProblem('assignment');
  const change = (changed: Partial<AssignmentDraft>, path: string): void => {
    onChange({ assignment: { ...assignment, ...changed } }, path);
  };
  return (
    <FormCard title="Whom it serves" explanation="The monitors whose failures and recoveries it tells.">
      <div className={classes.fields}>
        <Radio.Group
          aria-label="Whom it serves"
          value={assignment.to}
          onChange={(to) => {
            change({ to: to === 'all' ? 'all' : 'chosen' }, 'assignment');
          }}
        >
          <Stack gap="xs">
            <Radio value="all" label="All monitors, also those that are still to come" />
            <Radio value="chosen" label="Those that are chosen" />
          </Stack>
        </Radio.Group>
        {assignment.to === 'chosen' && <Chosen assignment={assignment} onChange={change} />}
        {problem !== null && (
          <Input.Error data-problem tabIndex={-1}>
            {problem}
          </Input.Error>
        )}
        <p role="status" className={classes.dim}>
          {servedWords(monitors)}
        </p>
        <Switch
          label="Also tell when a site is lost or suspect, and when it is back"
          description="Whatever monitors it serves"
          checked={siteAlerts}
          onChange={({ currentTarget }) => {
            onChange({ siteAlerts: currentTarget.checked }, 'siteAlerts');
          }}
        />
      </div>
    </FormCard>
  );
}

function servedWords(monitors: number | undefined): string {
  if (monitors === undefined) return '\u00a0';
  if (monitors === 0) return 'It serves no monitor now.';
  if (monitors >= COUNTED) return 'It serves 10,000 monitors or more now.';
  return monitors === 1 ? 'It serves 1 monitor now.' : `It serves ${monitors} monitors now.`;
}

interface ChosenProps {
  readonly assignment: AssignmentDraft;
  readonly onChange: (change: Partial<AssignmentDraft>, path: string) => void;
}

function Chosen({ assignment, onChange }: ChosenProps) {
  const problems = useProblems();
  return (
    <>
      <PickMany
        kind="monitors"
        label="Monitors"
        value={assignment.monitorIds}
        problem={problemWithin(problems, 'assignment.monitorIds')}
        onChange={(monitorIds) => {
          onChange({ monitorIds }, 'assignment.monitorIds');
        }}
      />
      <PickMany
        kind="devices"
        label="Devices"
        description="All monitors of a device, also those that are still to come"
        value={assignment.deviceIds}
        problem={problemWithin(problems, 'assignment.deviceIds')}
        onChange={(deviceIds) => {
          onChange({ deviceIds }, 'assignment.deviceIds');
        }}
      />
      <PickMany
        kind="tags"
        label="Tags"
        description="All monitors that bear one of them, by themselves or by their device"
        value={assignment.tags}
        problem={problemWithin(problems, 'assignment.tags', assignment.tags)}
        onChange={(tags) => {
          onChange({ tags }, 'assignment.tags');
        }}
      />
    </>
  );
}
