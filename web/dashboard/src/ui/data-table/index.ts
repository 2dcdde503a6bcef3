export type { Column } from './column';
export { DataTable, type DataTableProps } from './data-table';
