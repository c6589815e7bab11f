# posix: XCU 2.5.2
# status: 0

set -- a b
case "$@" in 'a b') echo joined;; *) echo other;; esac
case $* in 'a b') echo joined;; *) echo other;; esac
echo text >"$1$2"; cat ab
