import { body, client } from '../../../api/client';
import { LANGUAGE_TAGS, type Language } from '../../../i18n/language';

const TEXTS: Record<Language, () => Promise<{ default: string }>> = {
  en: () => import('./en.md?raw'),
  de: () => import('./de.md?raw'),
};

/** A document that shows what documents can be, in the person's language; its id. */
export async function makeSample(workspaceId: string, title: string, language: string): Promise<string> {
  const known = LANGUAGE_TAGS.find((tag) => tag === language) ?? 'en';
  const { default: content } = await TEXTS[known]();
  const { id } = await body(
    client.POST('/api/v1/workspaces/{workspace}/documents', {
      params: { path: { workspace: workspaceId } },
      body: { title, content },
    }),
  );
  return id;
}
