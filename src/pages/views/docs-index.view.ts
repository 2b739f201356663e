import { GUIDES, readDocument, REFERENCES, type Guide } from '../docs/guides';
import { CONTRACT_RULES_HREF } from './contract-rules.view';

export function docsIndexView(): object {
  const link = (guide: Guide): object => ({
    href: `/registry/docs/${guide.slug}`,
    title: readDocument(guide).title,
    description: guide.description,
  });
  return {
    title: 'Documentation',
    description: 'How to publish, verify, lock and rotate; the API, its errors and its rules.',
    groups: [
      { name: 'How to', anchor: 'how-to', pages: GUIDES.map(link) },
      {
        name: 'Reference',
        anchor: 'reference',
        pages: [
          {
            href: '/registry/docs/api',
            title: 'API',
            description: 'Every operation with its parameters, bodies, answers and errors.',
          },
          {
            href: CONTRACT_RULES_HREF,
            title: 'Rules of contract comparison',
            description: 'Which changes between two versions are breaking, compatible or editorial.',
          },
          { href: '/registry/keys', title: 'Signing keys', description: 'Fingerprints, and how to pin them.' },
          ...REFERENCES.map(link),
        ],
      },
    ],
  };
}
