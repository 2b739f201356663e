import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module';
import { SigningService } from './signing.service';

@Module({ imports: [KeysModule], providers: [SigningService], exports: [SigningService] })
export class SigningModule {}
