import classes from './Logo.module.css';

/** The name, with the reply code it comes from. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <span className={classes.code} aria-hidden="true">
        220
      </span>
      TwoTwenty
    </span>
  );
}
