import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration is a piece of SQL. Going back is a new migration, so `down` refuses. */
export abstract class SqlMigration implements MigrationInterface {
  protected abstract readonly sql: string;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(this.sql);
  }

  down(): Promise<never> {
    return Promise.reject(new Error('Migrations are forward only: write a new one.'));
  }
}
