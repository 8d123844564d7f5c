import { Database } from '@herald/database';
import { Injectable } from '@nestjs/common';
import { safeLine } from './domain/safe-cell';
import { ImportService } from './import.service';

interface RejectRecord {
  readonly row_number: number;
  readonly kind: string;
  readonly code: string;
  readonly column_name: string | null;
  readonly message: string;
  readonly cells: string[];
}

const BYTE_ORDER_MARK = '\ufeff';
const LINES_PER_PIECE = 500;

/** The rows of an import that did not become contacts, as a CSV for a spreadsheet. */
@Injectable()
export class ImportRejects {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportService,
  ) {}

  /**
   * UTF-8 with a byte order mark; what is wrong, then the original cells. Cells that would run as formulas are made harmless.
   *
   * @throws AppError `import_not_found`, before the first piece
   */
  async csv(importId: number): Promise<AsyncIterable<string>> {
    const { layout } = await this.imports.get(importId);
    return this.pieces(importId, layout.columns);
  }

  private async *pieces(importId: number, columns: readonly string[]): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + safeLine(['row_number', 'kind', 'code', 'column', 'message', ...columns]);
    const records = this.database.stream<RejectRecord>(
      `SELECT row_number, kind, code, column_name, message, cells FROM import_rejects WHERE import_id = $1 ORDER BY row_number`,
      [importId],
    );
    let lines: string[] = [];
    for await (const { row_number, kind, code, column_name, message, cells } of records) {
      lines.push(safeLine([String(row_number), kind, code, column_name ?? '', message, ...cells]));
      if (lines.length < LINES_PER_PIECE) continue;
      yield lines.join('');
      lines = [];
    }
    yield lines.join('');
  }
}
