import { Command } from 'commander';
import type { Console } from '../console';
import { downloadTemplateCommand } from './download-template';
import { publishTemplateCommand } from './publish-template';

export function templateCommand(console: Console): Command {
  return new Command('template')
    .description('Publish and download starter templates.')
    .addCommand(publishTemplateCommand(console))
    .addCommand(downloadTemplateCommand(console));
}
