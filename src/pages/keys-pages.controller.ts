import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { originOf } from '../http/registry-url';
import { KeysService } from '../keys/keys.service';
import { EXAMPLE_ORIGIN } from './docs/guides';
import { PageSender } from './page-sender';
import { keysView } from './views/keys.view';

/** What somebody looks at before trusting what this Registry signs. */
@Controller('registry/keys')
export class KeysPagesController {
  constructor(
    private readonly keys: KeysService,
    private readonly pages: PageSender,
    @Inject(CONFIG) private readonly config: RegistryConfig,
  ) {}

  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const view = keysView({
      keys: (await this.keys.list()).list,
      revokedKeyIds: this.config.revokedKeyIds,
      origin: originOf(request, this.config.publicBaseUrl) ?? EXAMPLE_ORIGIN,
    });
    await this.pages.send(response, 'keys/show', view);
  }
}
