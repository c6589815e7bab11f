//! `curl [-fsSiI] [-o FILE] [-w FORMAT] URL`: asks a web server that is the folder `www`, on this host and on any
//! port of it. Of another host nobody knows the way.
//!
//! Without that folder nothing listens. `www/PAGE` is a page; `www/PAGE.code` holds its HTTP code, if that is not 200. The exit
//! statuses are those of the real program.

use super::{Ending, number, options};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

const USAGE: &str = "usage: curl [-fsSiI] [-o FILE] [-w FORMAT] URL";
const PRACTICE: &str = "This is the practice version: of the other options it knows those alone that matter to a health check.";

const OPTIONS: &[(&str, bool)] = &[
    ("f", false),
    ("s", false),
    ("S", false),
    ("i", false),
    ("I", false),
    ("o", true),
    ("w", true),
    ("fail", false),
    ("fail-with-body", false),
    ("silent", false),
    ("show-error", false),
    ("include", false),
    ("head", false),
    ("output", true),
    ("write-out", true),
    // Those below change nothing where the server is a folder that answers at once.
    ("4", false),
    ("6", false),
    ("k", false),
    ("L", false),
    ("N", false),
    ("#", false),
    ("A", true),
    ("H", true),
    ("X", true),
    ("m", true),
    ("compressed", false),
    ("insecure", false),
    ("ipv4", false),
    ("ipv6", false),
    ("location", false),
    ("no-buffer", false),
    ("no-progress-meter", false),
    ("progress-bar", false),
    ("retry-connrefused", false),
    ("connect-timeout", true),
    ("header", true),
    ("max-time", true),
    ("request", true),
    ("retry", true),
    ("retry-delay", true),
    ("retry-max-time", true),
    ("user-agent", true),
];

/// Statuses, as the real program's manual lists them.
const UNSUPPORTED: u8 = 1;
const MALFORMED: u8 = 3;
const UNKNOWN_HOST: u8 = 6;
const REFUSED: u8 = 7;
const HTTP_ERROR: u8 = 22;
const WRITE_ERROR: u8 = 23;

pub(super) fn run(folder: &Path, words: &[OsString]) -> Ending {
    let words = match options::read(words, OPTIONS) {
        Ok(words) => words,
        Err(why) => return Ending::misuse(format!("curl: {why}\n{USAGE}\n{PRACTICE}")),
    };
    let [url] = words.operands.as_slice() else {
        return Ending::misuse(format!("{USAGE}\n{PRACTICE}"));
    };
    let has = |letter, name| words.has(letter) || words.has(name);
    let value = |letter, name| words.value(letter).or(words.value(name));
    let answer = match Url::read(url).and_then(|url| ask(folder, &url)) {
        Ok(answer) => answer,
        Err(failure) => Answer {
            code: 0,
            body: Err(failure),
        },
    };
    let code = answer.code;
    let error = || Failure::new(HTTP_ERROR, format!("the server answered with error {code}"));
    let is_error = code >= 400;
    let body = match answer.body {
        Ok(_) if has("f", "fail") && is_error => Err(error()),
        Ok(_) if has("I", "head") => Ok(head(code)),
        Ok(body) if has("i", "include") => Ok([head(code), body].concat()),
        body => body,
    };
    let written = body.and_then(|body| write(folder, value("o", "output"), body));
    let mut ending = Ending {
        unheard: Some(WRITE_ERROR),
        ..Ending::default()
    };
    let with_body = is_error && words.has("fail-with-body");
    let written = written.and_then(|output| {
        ending.output = output;
        if with_body { Err(error()) } else { Ok(()) }
    });
    match written {
        Ok(()) => {}
        Err(failure) => {
            ending.status = failure.status;
            if !has("s", "silent") || has("S", "show-error") {
                ending.complaint = Some(format!("curl: ({}) {}", failure.status, failure.why));
            }
        }
    }
    if let Some(format) = value("w", "write-out") {
        write_out(format.as_bytes(), code, &mut ending.output);
    }
    ending
}

/// Why there is nothing to show.
#[derive(Debug, PartialEq, Eq)]
struct Failure {
    status: u8,
    why: String,
}

impl Failure {
    fn new(status: u8, why: impl Into<String>) -> Failure {
        Failure {
            status,
            why: why.into(),
        }
    }
}

/// What came back: an HTTP code, 0 if none did, and the text.
struct Answer {
    code: u16,
    body: Result<Vec<u8>, Failure>,
}

/// Where to ask, and what for.
#[derive(Debug, PartialEq, Eq)]
struct Url {
    host: String,
    port: u16,
    page: PathBuf,
}

impl Url {
    fn read(text: &OsStr) -> Result<Url, Failure> {
        let malformed = || Failure::new(MALFORMED, format!("not a URL: {}", text.display()));
        let text = text.to_str().ok_or_else(malformed)?;
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let port = match scheme.to_ascii_lowercase().as_str() {
            "http" => 80,
            "https" => 443,
            _ => {
                return Err(Failure::new(
                    UNSUPPORTED,
                    format!("protocol {scheme} is not supported"),
                ));
            }
        };
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (host, page) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = match host.rsplit_once(':') {
            Some((host, port)) => (host, number(port.as_bytes()).ok_or_else(malformed)?),
            None => (host, port),
        };
        if host.is_empty() || host.contains(char::is_whitespace) || page.contains('\0') {
            return Err(malformed());
        }
        Ok(Url {
            host: host.to_owned(),
            port,
            page: normalized(page),
        })
    }
}

/// The page without `.` and `..`, as a client sends it: nothing leads out of the server's folder.
fn normalized(page: &str) -> PathBuf {
    let mut parts = Vec::new();
    for part in page.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if page.is_empty() || page.ends_with('/') {
        parts.push("index.html");
    }
    parts.iter().collect()
}

/// Whether a name or an address is one of this host.
fn is_local(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let is_name = host == "localhost" || host.ends_with(".localhost");
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address: Result<IpAddr, _> = address.parse();
    is_name || address.is_ok_and(|address| address.is_loopback() || address.is_unspecified())
}

fn ask(folder: &Path, url: &Url) -> Result<Answer, Failure> {
    if !is_local(&url.host) {
        let why = format!("could not resolve host: {}", url.host);
        return Err(Failure::new(UNKNOWN_HOST, why));
    }
    let server = folder.join("www");
    if !server.is_dir() {
        let why = format!(
            "nothing listens at {} port {}: connection refused",
            url.host, url.port
        );
        return Err(Failure::new(REFUSED, why));
    }
    let page = server.join(&url.page);
    let answer = |code, body: &[u8]| Answer {
        code,
        body: Ok(body.to_vec()),
    };
    Ok(match fs::read(&page) {
        Ok(body) => answer(code(&page)?, &body),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => answer(403, b"Forbidden\n"),
        Err(_) => answer(404, b"Not Found\n"),
    })
}

/// The HTTP code of a page that is there.
fn code(page: &Path) -> Result<u16, Failure> {
    let mut path = page.as_os_str().to_owned();
    path.push(".code");
    match fs::read(&path) {
        Err(_) => Ok(200),
        Ok(text) => number(text.trim_ascii())
            .filter(|code| (100..600).contains(code))
            .ok_or_else(|| {
                let name = PathBuf::from(path);
                let name = name.file_name().unwrap_or_default().display().to_string();
                Failure::new(2, format!("{name} holds no HTTP code, such as 404"))
            }),
    }
}

/// What comes before the text: the code's line, and an empty one.
fn head(code: u16) -> Vec<u8> {
    format!("HTTP/1.1 {code}\r\n\r\n").into_bytes()
}

/// Puts the body where it belongs; what is for standard output comes back.
fn write(folder: &Path, file: Option<&OsStr>, body: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let Some(file) = file.filter(|file| *file != "-") else {
        return Ok(body);
    };
    let written = fs::write(folder.join(file), body);
    written.map_err(|error| Failure::new(WRITE_ERROR, format!("{}: {error}", file.display())))?;
    Ok(Vec::new())
}

/// Appends what `format` asks for: `%{http_code}`, `%%`, and `\n`, `\t`, `\r`. What is unknown stands for nothing, as in the real
/// program.
fn write_out(format: &[u8], code: u16, output: &mut Vec<u8>) {
    let mut rest = format;
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match (first, behind) {
            (b'%', [b'%', behind @ ..]) => {
                output.push(b'%');
                rest = behind;
            }
            (b'%', [b'{', behind @ ..]) if behind.contains(&b'}') => {
                let end = behind.iter().position(|byte| *byte == b'}').unwrap_or(0);
                if matches!(&behind[..end], b"http_code" | b"response_code") {
                    output.extend(format!("{code:03}").as_bytes());
                }
                rest = &behind[end + 1..];
            }
            (b'\\', [letter @ (b'n' | b't' | b'r'), behind @ ..]) => {
                output.push(match letter {
                    b'n' => b'\n',
                    b't' => b'\t',
                    _ => b'\r',
                });
                rest = behind;
            }
            _ => output.push(*first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A server with the pages `ok`, `broken` with code 500, and `odd` with a code that is none.
    fn server() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let www = folder.path().join("www");
        fs::create_dir_all(www.join("sub")).unwrap();
        for (name, text) in [
            ("ok", "fine\n"),
            ("index.html", "home\n"),
            ("sub/page", "inner\n"),
            ("broken", "oops\n"),
            ("broken.code", "500\n"),
            ("odd", "x\n"),
            ("odd.code", "many\n"),
        ] {
            fs::write(www.join(name), text).unwrap();
        }
        folder
    }

    fn curl(folder: &Path, line: &str) -> Ending {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        run(folder, &words)
    }

    fn check(line: &str, status: u8, output: &str, complaint: Option<&str>) {
        let ending = curl(server().path(), line);
        let seen = (
            ending.status,
            String::from_utf8(ending.output).unwrap(),
            ending.complaint.as_deref(),
        );
        assert_eq!(seen, (status, output.to_owned(), complaint), "{line}");
    }

    #[test]
    fn an_answer_is_a_success_even_an_error_page() {
        check("http://localhost/ok", 0, "fine\n", None);
        check("-s http://localhost/broken", 0, "oops\n", None);
        check("-s http://localhost/missing", 0, "Not Found\n", None);
        check("localhost", 0, "home\n", None);
        check("HTTPS://LocalHost:8443/sub/page?a=b#c", 0, "inner\n", None);
        check("http://localhost/sub/../../../ok", 0, "fine\n", None);
        check("http://localhost/sub", 0, "Not Found\n", None);
    }

    #[test]
    fn with_f_an_error_page_is_a_failure_without_text() {
        check("-fs http://localhost/ok", 0, "fine\n", None);
        check("-fs http://localhost/broken", 22, "", None);
        let why = "curl: (22) the server answered with error 404";
        check("-fsS http://localhost/missing", 22, "", Some(why));
        check("--fail http://localhost/missing", 22, "", Some(why));
    }

    #[test]
    fn what_changes_nothing_here_is_taken_all_the_same() {
        check(
            "-m 2 -L --retry 3 -X GET -s http://localhost/ok",
            0,
            "fine\n",
            None,
        );
        check("--max-time 2 -fsSL http://localhost/ok", 0, "fine\n", None);
        check(
            "-H a:b --compressed -k4 http://localhost/ok",
            0,
            "fine\n",
            None,
        );
    }

    #[test]
    fn the_head_can_be_shown_and_the_text_of_an_error_kept() {
        check("-I http://localhost/ok", 0, "HTTP/1.1 200\r\n\r\n", None);
        let both = "HTTP/1.1 500\r\n\r\noops\n";
        check("-si http://localhost/broken", 0, both, None);
        check(
            "-s --fail-with-body http://localhost/broken",
            22,
            "oops\n",
            None,
        );
        check("-s --fail-with-body http://localhost/ok", 0, "fine\n", None);
        check("-fsI http://localhost/missing", 22, "", None);
    }

    #[test]
    fn without_a_server_nothing_listens() {
        let folder = tempfile::tempdir().unwrap();
        let ending = curl(folder.path(), "-w %{http_code} http://localhost/ok");
        let why = "curl: (7) nothing listens at localhost port 80: connection refused";
        assert_eq!((ending.status, &ending.output[..]), (7, &b"000"[..]));
        assert_eq!(ending.complaint.as_deref(), Some(why));
        assert_eq!(
            curl(folder.path(), "-s http://localhost/ok").complaint,
            None
        );
    }

    #[test]
    fn the_code_can_be_written_and_the_text_kept_in_a_file() {
        let folder = server();
        let ending = curl(
            folder.path(),
            r"-s -o page -w %{http_code}\n http://localhost/broken",
        );
        assert_eq!((ending.status, &ending.output[..]), (0, &b"500\n"[..]));
        assert_eq!(fs::read(folder.path().join("page")).unwrap(), b"oops\n");
        let ending = curl(
            folder.path(),
            "-fs -o none -w %{response_code}%%%{x} http://localhost/missing",
        );
        assert_eq!((ending.status, &ending.output[..]), (22, &b"404%"[..]));
        assert!(!folder.path().join("none").exists());
        assert_eq!(
            curl(folder.path(), "-s -o no/file http://localhost/ok").status,
            23
        );
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        check("", 3, "", Some("curl: (3) not a URL: "));
        check(
            "http://:80/x",
            3,
            "",
            Some("curl: (3) not a URL: http://:80/x"),
        );
        check(
            "http://a:b/x",
            3,
            "",
            Some("curl: (3) not a URL: http://a:b/x"),
        );
        check(
            "ftp://a/x",
            1,
            "",
            Some("curl: (1) protocol ftp is not supported"),
        );
        check(
            "http://127.0.0.1/odd",
            2,
            "",
            Some("curl: (2) odd.code holds no HTTP code, such as 404"),
        );
        let unknown = "curl: (6) could not resolve host: www";
        check("www/ok", 6, "", Some(unknown));
        check("http://[::1]:8080/ok", 0, "fine\n", None);
        for line in ["-f", "-d a=b http://a/", "http://a/ http://b/", "-o"] {
            let ending = curl(server().path(), line);
            assert_eq!(ending.status, 2, "{line}");
            assert!(ending.complaint.unwrap().ends_with(PRACTICE), "{line}");
        }
    }
}
