import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';

/** An empty Nest application that connects to a database: the least that a service on this stack needs to start. */
async function main(): Promise<void> {
  @Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres', url: process.env.DATABASE_URL })] })
  class EmptyModule {}

  const app = await NestFactory.create(EmptyModule, { logger: false });
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

void main();
