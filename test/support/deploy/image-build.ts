import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { only, type Instruction, type Stage } from './dockerfile';

/** What a RUN of the Dockerfile does here; the directory is the stage's WORKDIR, and the user the last USER before it. */
export type RunCommand = (command: string, directory: string, user: string | undefined) => Promise<void>;

/**
 * Performs the stages of a Dockerfile below a directory, one root per stage: what COPY copies of the build context or
 * of another stage, and every RUN. The base image is not there: a root holds what the Dockerfile itself puts into it.
 */
export class ImageBuild {
  private readonly roots = new Map<Stage, Promise<string>>();

  constructor(
    private readonly stages: readonly Stage[],
    private readonly context: { readonly root: string; readonly files: readonly string[] },
    private readonly directory: string,
    private readonly run: RunCommand,
  ) {}

  /** The root of the last stage; stages that do not need each other are built at the same time. */
  async build(): Promise<string> {
    await Promise.all(this.stages.map((stage) => this.rootOf(stage)));
    return this.rootOf(this.stages.at(-1)!);
  }

  private rootOf(stage: Stage): Promise<string> {
    const known = this.roots.get(stage);
    if (known !== undefined) return known;
    const root = this.perform(stage, join(this.directory, stage.name ?? 'image'));
    this.roots.set(stage, root);
    return root;
  }

  private async perform(stage: Stage, root: string): Promise<string> {
    const workDir = join(root, only(stage, 'WORKDIR').text);
    mkdirSync(workDir, { recursive: true });
    let user: string | undefined;
    for (const instruction of stage.instructions) {
      if (instruction.keyword === 'COPY') await this.copy(instruction, workDir);
      if (instruction.keyword === 'USER') user = instruction.text;
      if (instruction.keyword === 'RUN') await this.run(instruction.text, workDir, user);
    }
    return root;
  }

  private async copy({ flags, text }: Instruction, workDir: string): Promise<void> {
    const sources = text.split(' ');
    const target = sources.pop()!;
    if (flags.from !== undefined) {
      const stage = this.stages.find(({ name }) => name === flags.from)!;
      // Moved, because it is copied once, and node_modules has twenty thousand files.
      renameSync(join(await this.rootOf(stage), sources[0]!), join(workDir, target));
      return;
    }
    for (const source of sources) {
      const files = this.context.files.filter((file) => file === source || file.startsWith(`${source}/`));
      if (files.length === 0) throw new Error(`COPY ${source}: the build context has no such file`);
      // Docker copies what is in a directory, and a file into a directory that ends in a slash.
      const base = target.endsWith('/') ? join(target, basename(source)) : target;
      for (const file of files) cpSync(join(this.context.root, file), join(workDir, base, file.slice(source.length)));
    }
  }
}
