//! Numbers to bytes and back, little end first.

/// What is wrong with a model, in one sentence.
pub(crate) type Result<T> = std::result::Result<T, String>;

/// Bytes being written.
#[derive(Debug, Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    pub(crate) fn number(&mut self, it: usize) {
        self.0.extend_from_slice(&(it as u32).to_le_bytes());
    }

    pub(crate) fn bytes(&mut self, items: impl Iterator<Item = i8>) {
        self.0.extend(items.map(|it| it as u8));
    }

    pub(crate) fn shorts(&mut self, items: &[i16]) {
        self.0.extend(items.iter().flat_map(|it| it.to_le_bytes()));
    }

    pub(crate) fn floats(&mut self, items: &[f32]) {
        self.0.extend(items.iter().flat_map(|it| it.to_le_bytes()));
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }
}

/// Bytes being read.
#[derive(Debug)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(count).ok_or("the model breaks off")?;
        self.0 = tail;
        Ok(head)
    }

    pub(crate) fn number(&mut self) -> Result<usize> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    }

    pub(crate) fn shorts(&mut self, count: usize) -> Result<Vec<i16>> {
        let bytes = self.take(count.saturating_mul(2))?;
        Ok(bytes.chunks_exact(2).map(|it| i16::from_le_bytes([it[0], it[1]])).collect())
    }

    pub(crate) fn floats(&mut self, count: usize) -> Result<Vec<f32>> {
        let bytes = self.take(count.saturating_mul(4))?;
        Ok(bytes
            .chunks_exact(4)
            .map(|it| f32::from_le_bytes([it[0], it[1], it[2], it[3]]))
            .collect())
    }

    pub(crate) fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?)
            .map_err(|_| "the model holds text that is not UTF-8".to_owned())
    }
}
