import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  templatePreviewSchema,
  templateTokensSchema,
  type TemplatePreviewInput,
  type TemplateTokens,
} from '@twotwenty/contracts/template-preview';
import { fetchJson } from './client.js';

export type Token = TemplateTokens['items'][number];

/** All tokens of templates. They change with the version of the controller alone. */
export function useTokens() {
  return useQuery({
    queryKey: ['template-tokens'],
    queryFn: ({ signal }) => fetchJson(templateTokensSchema, '/templates/tokens', { signal }),
    staleTime: Infinity,
  });
}

/** A template with examples in place of its tokens. @param enabled whether it can be shown at all */
export function useTemplatePreview(template: TemplatePreviewInput, enabled: boolean) {
  return useQuery({
    queryKey: ['template-preview', template],
    queryFn: ({ signal }) =>
      fetchJson(templatePreviewSchema, '/templates/preview', { method: 'POST', body: template, signal }),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}
