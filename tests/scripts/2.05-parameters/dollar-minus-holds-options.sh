# posix: XCU 2.5.2
# status: 0

set -f
case $- in *f*) echo f is set;; esac
set +f
case $- in *f*) echo still;; *) echo f is unset;; esac
