/** Where commands write, and how they set the exit code. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly exitWith: (code: number) => void;
}
