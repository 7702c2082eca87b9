import type { Site } from '@twotwenty/contracts/site';
import classes from '../../form/Form.module.css';
import { FormCard } from '../../form/FormCard.js';
import type { SectionProps } from './editor-form.js';
import { MoreTargetFields } from './MoreTargetFields.js';
import { SiteFields } from './SiteFields.js';
import { TargetFields } from './TargetFields.js';
import { TestNow, type TestNowControl } from './TestNow.js';

interface TestSectionProps extends SectionProps {
  readonly sites: readonly Site[];
  readonly testNow: TestNowControl;
}

/** Which server is tested, how, and from where. */
export function TestSection({ form, sites, testNow }: TestSectionProps) {
  return (
    <FormCard
      title="Test parameters"
      explanation="Each test opens a session with the server, waits for its 220 and leaves with QUIT."
    >
      <div className={classes.fields}>
        <TargetFields form={form} />
        <MoreTargetFields form={form} />
        <SiteFields form={form} sites={sites} />
        <TestNow form={form} sites={sites} control={testNow} />
      </div>
    </FormCard>
  );
}
