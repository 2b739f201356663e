import { GUIDES, REFERENCES, type Guide } from '../docs/guides';
import type { GuidePages } from '../docs/guide-pages';
import { CONTRACT_RULES_HREF } from './contract-rules.view';

export function docsIndexView(guides: GuidePages): object {
  const link = ({ slug, description }: Guide): object => ({
    href: `/registry/docs/${slug}`,
    title: guides.titleOf(slug),
    description,
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
