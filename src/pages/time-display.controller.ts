import { applyDecorators, Controller, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { RegistryConfig } from '../config/config';
import { CONFIG } from '../config/config.module';
import { QueryPipe } from '../http/list-query';
import { QueryParameter } from '../http/query-parameter';
import { originOf } from '../http/registry-url';
import {
  MAX_TARGET_CHARACTERS,
  PAGE_TARGET,
  TIME_DISPLAY_COOKIE,
  TIME_DISPLAY_MAX_AGE_MS,
  TIME_DISPLAY_PATH,
  TIME_DISPLAYS,
} from '../http/time-display';

export class TimeDisplayChoice {
  @QueryParameter(({ oneOf }) => oneOf(TIME_DISPLAYS))
  display = '';

  @QueryParameter(({ matching, textUpTo }) =>
    applyDecorators(
      textUpTo(MAX_TARGET_CHARACTERS),
      matching(PAGE_TARGET, 'must be the path and query of a page below /registry'),
    ),
  )
  return_to = '/registry/packages';
}

/**
 * Keeps how a reader wants times printed, and leads back to the page. The choice stands in the query, so that nothing
 * needs to read a body. Whoever forged such a request could do no more than change how times look: it carries no token.
 */
@Controller(TIME_DISPLAY_PATH)
export class TimeDisplayController {
  constructor(@Inject(CONFIG) private readonly config: RegistryConfig) {}

  @Post()
  choose(@Query(QueryPipe) choice: TimeDisplayChoice, @Req() request: Request, @Res() response: Response): void {
    response.cookie(TIME_DISPLAY_COOKIE, choice.display, {
      path: '/registry',
      maxAge: TIME_DISPLAY_MAX_AGE_MS,
      httpOnly: true,
      sameSite: 'lax',
      secure: originOf(request, this.config.publicBaseUrl)?.startsWith('https:') ?? false,
    });
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(303, choice.return_to);
  }
}
