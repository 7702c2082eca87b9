import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { nextRow, readKey, type KeyCommand } from './read-key.js';
import { keyTarget } from './targets.js';

/** How long after `g` a letter still goes to a page. */
const PREFIX_MS = 1500;
/** How long a page has to appear after it was gone to, before its search field gets the focus. */
const ARRIVAL_MS = 2000;

/**
 * Does what keys ask for, nowhere while somebody types or a dialog is open.
 * @param isOn false: none of them does anything
 * @param onHelp called for `?`
 */
export function useKeys(isOn: boolean, onHelp: () => void): void {
  const navigate = useNavigate();
  const prefixAt = useRef(Number.NEGATIVE_INFINITY);
  const help = useRef(onHelp);
  useEffect(() => {
    help.current = onHelp;
  });
  useEffect(() => {
    if (!isOn) return;
    const carryOut = (command: KeyCommand): void => {
      if (command.type === 'help') help.current();
      else if (command.type === 'go') void navigate({ to: command.to });
      else if (command.type === 'search' && !focusSearch()) {
        void navigate({ to: '/' }).then(() => {
          focusSearchSoon(performance.now() + ARRIVAL_MS);
        });
      } else if (command.type === 'move') move(command.by);
      else if (command.type === 'select') currentRow()?.querySelector<HTMLElement>('[data-key-select]')?.click();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isBusy(event.target)) return;
      const command = readKey(event, event.timeStamp - prefixAt.current < PREFIX_MS);
      prefixAt.current = command?.type === 'prefix' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (command === null || command.type === 'prefix') return;
      event.preventDefault();
      carryOut(command);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [isOn, navigate]);
}

/** Whether somebody types there, or a dialog has the keys. */
function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  // A box that is ticked takes no letters.
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target.isContentEditable || target.matches('textarea, select, [role="textbox"], [role="combobox"]');
}

function focusSearch(): boolean {
  const field = keyTarget('search');
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
  return field !== undefined;
}

function focusSearchSoon(until: number): void {
  if (focusSearch() || performance.now() > until) return;
  requestAnimationFrame(() => {
    focusSearchSoon(until);
  });
}

function rows(): HTMLElement[] {
  return [...(keyTarget('list')?.querySelectorAll<HTMLElement>('[data-key-row]') ?? [])];
}

function currentRow(): HTMLElement | undefined {
  return rows().find((row) => row.contains(document.activeElement));
}

/** The focus goes to what opens the row: Enter then opens it by itself. */
function move(by: 1 | -1): void {
  const all = rows();
  const row =
    all[
      nextRow(
        all.findIndex((each) => each.contains(document.activeElement)),
        by,
        all.length,
      )
    ];
  row?.querySelector<HTMLElement>('[data-key-open]')?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}
