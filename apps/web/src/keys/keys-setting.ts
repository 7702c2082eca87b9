import { useLocalStorage } from '@mantine/hooks';

/**
 * Whether keys of one character do anything (WCAG 2.1.4): somebody who dictates or types by accident switches them off.
 * Kept in this browser.
 */
export function useKeysSetting(): readonly [boolean, (isOn: boolean) => void] {
  const [setting, setSetting] = useLocalStorage<'on' | 'off'>({
    key: 'twotwenty-keys',
    defaultValue: 'on',
    getInitialValueInEffect: false,
  });
  return [
    setting !== 'off',
    (isOn) => {
      setSetting(isOn ? 'on' : 'off');
    },
  ];
}
