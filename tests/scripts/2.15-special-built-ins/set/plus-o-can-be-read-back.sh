# posix: XCU 2.15 set
# status: 0
saved=$(set +o)
set -f -a -u -o noclobber
eval "$saved"
case $- in *[faCu]*) echo still on: $- ;; *) echo as before ;; esac
set -f -o noclobber
saved=$(set +o)
set +f +C
eval "$saved"
case $- in *f*) echo noglob again ;; esac
case $- in *C*) echo noclobber again ;; esac
