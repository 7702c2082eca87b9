import { ColorSchemeControl } from '../../app/ColorSchemeControl.js';
import { Section } from '../../app/Section.js';

/** How the pages look in this browser. */
export function Appearance() {
  return (
    <Section title="Appearance">
      <div>
        <ColorSchemeControl />
      </div>
      Light, as the system, or dark. Kept in this browser alone; times are shown in its time zone.
    </Section>
  );
}
