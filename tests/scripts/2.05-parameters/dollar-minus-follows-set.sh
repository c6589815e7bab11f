# posix: XCU 2.5.2
# status: 0

case $- in *f*) echo f;; *) echo no;; esac
set -f
case $- in *f*) echo f;; *) echo no;; esac
(set +f; case $- in *f*) echo f;; *) echo no;; esac)
case $- in *i*) echo i;; *) echo no;; esac
sh -euc 'case $- in *e*u*|*u*e*) echo both;; esac'
