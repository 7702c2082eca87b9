interface UnreadableProps {
  readonly count: number;
  /** Such as "incidents". */
  readonly what: string;
}

/** Says what was left out because it did not follow the contract. */
export function Unreadable({ count, what }: UnreadableProps) {
  if (count === 0) return null;
  return (
    <p role="status">
      {count} {what} came in a form that this page does not understand and are not shown. Reload the page.
    </p>
  );
}
