# posix: XCU 2.15 set
# status: 0
set -f -e -a
case $- in *a*) echo allexport ;; esac
case $- in *e*) echo errexit ;; esac
case $- in *f*) echo noglob ;; esac
set +ef
case $- in *e* | *f*) echo still ;; *) echo gone ;; esac
