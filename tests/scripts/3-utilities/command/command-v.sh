# posix: XCU 3 command
# status: 0

command -v cd
command -v no-such-command || echo none
case $(command -v ls) in /*/ls) echo path;; esac
command -v if
