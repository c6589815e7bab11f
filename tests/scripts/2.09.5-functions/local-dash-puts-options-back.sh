# posix: XCU 2.9.5
# status: 0
# compare: no its `local -` is newer than some versions
f() {
  local -
  set -f
  case $- in *f*) echo inside ;; esac
}
f
case $- in *f*) echo leaked ;; *) echo back ;; esac
