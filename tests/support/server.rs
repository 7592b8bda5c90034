//! `kell serve` on a free port, and a client that speaks HTTP by hand, so that it can also speak it badly.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
    time::Duration,
};

use super::{kell, repository};

/// A server that ends with the test.
pub struct Server {
    child: Child,
    /// Host and port.
    pub address: String,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Server {
    /// Serves this output folder.
    pub fn start(data: &Path, flags: &[&str]) -> Self {
        Self::start_in(repository(), data, flags)
    }

    /// The same, with the documents where they are seen from a folder.
    pub fn start_in(folder: &Path, data: &Path, flags: &[&str]) -> Self {
        let mut child = kell(folder)
            .args(["-q", "serve", "--bind", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Self { child, address }
    }

    /// A connection of one's own.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream
    }

    /// Sends these bytes as they are, and takes what comes until the server has nothing more to say.
    pub fn raw(&self, bytes: &[u8]) -> Option<Reply> {
        let mut stream = self.connect();
        // A server that refuses may close before all is sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Reply::read(&answer)
    }

    /// Sends a request with a head that is as it should be.
    pub fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Reply {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n",
            self.address,
            body.len()
        );
        for header in headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        self.raw(format!("{head}\r\n{body}").as_bytes()).expect("a reply")
    }

    pub fn get(&self, path: &str, accept: &str) -> Reply {
        self.send("GET", path, &[&format!("Accept: {accept}")], "")
    }

    /// A query by GET.
    pub fn ask(&self, query: &str, accept: &str) -> Reply {
        self.get(&format!("/sparql?query={}", escaped(query)), accept)
    }

    /// Fails unless the server still answers, and soon.
    #[track_caller]
    pub fn is_well(&self) {
        let health = self.get("/health", "*/*");
        assert_eq!(health.status, 200);
        assert!(health.body.contains("\"status\":\"ok\""), "{}", health.body);
    }

    /// Tells the server to end, and gives its exit code.
    #[cfg(unix)]
    pub fn end(mut self, signal: &str) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    fn read(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let header = |it: &str| {
            let (name, value) = it.split_once(':')?;
            Some((name.to_lowercase(), value.trim().to_owned()))
        };
        Some(Self { status, headers: lines.filter_map(header).collect(), body: body.to_owned() })
    }

    /// Fails unless the status is this one.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?}\n{}", self.headers, self.body);
        self
    }

    /// Fails unless the body holds all of this.
    #[track_caller]
    pub fn shows(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.body.contains(part), "`{part}` is not in\n{}", self.body);
        }
        self
    }

    /// Fails if the body holds any of this.
    #[track_caller]
    pub fn hides(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(!self.body.contains(part), "`{part}` is in\n{}", self.body);
        }
        self
    }

    /// All values of a header, joined.
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.iter().filter(|it| it.0 == name).map(|it| it.1.as_str());
        values.collect::<Vec<_>>().join(", ")
    }
}

/// A text as the value of a parameter.
pub fn escaped(text: &str) -> String {
    let digit = |it: u8| char::from(b"0123456789ABCDEF"[usize::from(it)]);
    text.bytes().flat_map(|it| ['%', digit(it >> 4), digit(it & 15)]).collect()
}
