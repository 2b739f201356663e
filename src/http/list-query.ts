import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance, Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, validateSync } from 'class-validator';
import { RegistryError } from '../core/errors';

export const MAX_PAGE_SIZE = 1000;

/** Paging parameters of the lists; a list without any is answered whole (design: difference 3). */
export class ListQuery {
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : Number.NaN,
  )
  @IsInt({ message: `limit must be a whole number from 1 to ${MAX_PAGE_SIZE}` })
  @Min(1, { message: `limit must be a whole number from 1 to ${MAX_PAGE_SIZE}` })
  @Max(MAX_PAGE_SIZE, { message: `limit must be a whole number from 1 to ${MAX_PAGE_SIZE}` })
  limit?: number;

  @IsOptional()
  @IsString({ message: 'cursor must be given once' })
  @MaxLength(4096, { message: 'cursor must have at most 4096 characters' })
  cursor?: string;
}

/** Query parameters into their class; unknown names are ignored, since Studio passes on whatever it was asked with. */
@Injectable()
export class QueryPipe implements PipeTransform {
  transform(query: unknown, { metatype }: ArgumentMetadata): object {
    if (metatype === undefined) throw new TypeError('QueryPipe needs a parameter class');
    const parsed = plainToInstance(metatype as new () => object, { ...(query as object) });
    const [fault] = validateSync(parsed, { whitelist: true, stopAtFirstError: true });
    if (fault === undefined) return parsed;
    const [message = 'is not valid'] = Object.values(fault.constraints ?? {});
    throw new RegistryError('QUERY_INVALID', `query parameter ${fault.property}: ${message}`, {
      rule: fault.property,
      allowed: message,
    });
  }
}
