//! Tables with typed columns, written as CSV or as Parquet, row by row.
//!
//! CSV follows RFC 4180 with `\n` line ends, a header row and no byte order mark; an empty cell is no value.  Parquet is
//! compressed with Snappy in groups of rows, so that memory does not grow with the table.

use std::{io::Write, sync::Arc};

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    column::writer::ColumnWriter,
    data_type::ByteArray,
    errors::ParquetError,
    file::{
        properties::{WriterProperties, WriterVersion},
        writer::SerializedFileWriter,
    },
    schema::types::Type,
};

/// Rows of a group of a Parquet file.
const GROUP: usize = 1 << 16;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An IRI; several are divided by spaces.
    Iri,
    /// Text in UTF-8.
    Text,
    /// One of few words.
    Word(&'static [&'static str]),
    /// A date: year, month or day.
    Date,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Flag,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its name, which heads it.
    pub(super) name: &'static str,
    /// What it holds.
    pub(super) kind: Kind,
    /// Whether every row has a value.
    pub(super) required: bool,
    /// What it means.
    pub(super) description: &'static str,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    /// Its name, without an extension.
    pub(super) name: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// What a row stands for.
    pub(super) description: &'static str,
    /// Names of the columns that tell rows apart.
    pub(super) key: &'static [&'static str],
    /// Columns whose values are keys of other tables: column, table, column there.
    pub(super) references: &'static [(&'static str, &'static str, &'static str)],
    /// Its columns.
    pub(super) columns: &'static [Column],
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    None,
    /// For IRIs, texts, words and dates.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
}

impl Cell {
    /// A text; nothing if it is empty.
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::None } else { Self::Text(text) }
    }

    /// A count.
    pub(super) fn count(number: usize) -> Self {
        i64::try_from(number).map_or(Self::None, Self::Integer)
    }
}

impl<T: Into<String>> From<Option<T>> for Cell {
    fn from(text: Option<T>) -> Self {
        text.map_or(Self::None, Self::text)
    }
}

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// CSV.
    #[error("cannot write a table: {0}")]
    Csv(#[from] csv::Error),
    /// Parquet.
    #[error("cannot write a table: {0}")]
    Parquet(#[from] ParquetError),
    /// The system.
    #[error("cannot write a table: {0}")]
    System(#[from] std::io::Error),
}

/// Takes rows.
pub(super) trait Rows {
    /// Takes a row, which has a cell for each column.
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), TableError>;

    /// Writes what is left.
    fn finish(self: Box<Self>) -> Result<(), TableError>;
}

/// A table as CSV.
pub(super) struct Csv<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    /// Begins with the names of the columns.
    pub(super) fn new(table: &Table, out: W) -> Result<Self, TableError> {
        let mut writer = csv::WriterBuilder::new().from_writer(out);
        writer.write_record(table.columns.iter().map(|it| it.name))?;
        Ok(Self { writer })
    }
}

impl<W: Write> Rows for Csv<W> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), TableError> {
        let shown = |cell: Cell| match cell {
            Cell::None => String::new(),
            Cell::Text(it) => it,
            Cell::Integer(it) => it.to_string(),
            Cell::Number(it) => it.to_string(),
            Cell::Flag(it) => it.to_string(),
        };
        Ok(self.writer.write_record(cells.into_iter().map(shown))?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), TableError> {
        Ok(self.writer.flush()?)
    }
}

/// A table as Parquet.
pub(super) struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: &'static [Column],
    /// The rows of the next group.
    rows: Vec<Vec<Cell>>,
}

impl<W: Write + Send> Parquet<W> {
    /// Begins with the schema.
    pub(super) fn new(table: &Table, out: W) -> Result<Self, TableError> {
        let fields = table.columns.iter().map(|it| Ok(Arc::new(field(it)?)));
        let fields = fields.collect::<Result<Vec<_>, ParquetError>>()?;
        let schema = Type::group_type_builder(table.name).with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_writer_version(WriterVersion::PARQUET_1_0)
            .set_created_by(concat!("kell ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        Ok(Self { writer, columns: table.columns, rows: Vec::new() })
    }

    fn write_group(&mut self) -> Result<(), TableError> {
        let rows = std::mem::take(&mut self.rows);
        let mut group = self.writer.next_row_group()?;
        let mut at = 0;
        while let Some(mut column) = group.next_column()? {
            let required = self.columns[at].required;
            let cells = rows.iter().map(|it| &it[at]);
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    let (values, levels) = values(cells, |it| match it {
                        Cell::Text(it) => Some(ByteArray::from(it.as_str())),
                        _ => None,
                    });
                    writer.write_batch(&values, (!required).then_some(&levels[..]), None)?;
                }
                ColumnWriter::Int64ColumnWriter(writer) => {
                    let (values, levels) = values(cells, |it| match it {
                        Cell::Integer(it) => Some(*it),
                        _ => None,
                    });
                    writer.write_batch(&values, (!required).then_some(&levels[..]), None)?;
                }
                ColumnWriter::DoubleColumnWriter(writer) => {
                    let (values, levels) = values(cells, |it| match it {
                        Cell::Number(it) => Some(*it),
                        _ => None,
                    });
                    writer.write_batch(&values, (!required).then_some(&levels[..]), None)?;
                }
                ColumnWriter::BoolColumnWriter(writer) => {
                    let (values, levels) = values(cells, |it| match it {
                        Cell::Flag(it) => Some(*it),
                        _ => None,
                    });
                    writer.write_batch(&values, (!required).then_some(&levels[..]), None)?;
                }
                _ => unreachable!("no column has another type"),
            }
            column.close()?;
            at += 1;
        }
        group.close()?;
        Ok(())
    }
}

impl<W: Write + Send> Rows for Parquet<W> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), TableError> {
        self.rows.push(cells);
        if self.rows.len() == GROUP { self.write_group() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>) -> Result<(), TableError> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        self.writer.close()?;
        Ok(())
    }
}

/// The values that there are, and for each row whether it has one.
fn values<'a, T>(
    cells: impl Iterator<Item = &'a Cell>,
    value: impl Fn(&Cell) -> Option<T>,
) -> (Vec<T>, Vec<i16>) {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        let value = value(cell);
        levels.push(i16::from(value.is_some()));
        values.extend(value);
    }
    (values, levels)
}

fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Iri | Kind::Text | Kind::Word(_) | Kind::Date => {
            (Physical::BYTE_ARRAY, Some(LogicalType::String))
        }
        Kind::Integer => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Flag => (Physical::BOOLEAN, None),
    };
    let repetition = if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build()
}
