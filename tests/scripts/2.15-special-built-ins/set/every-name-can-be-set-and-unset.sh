# posix: XCU 2.15 set
# status: 0
for name in allexport notify noclobber errexit noglob ignoreeof nounset verbose xtrace vi emacs nolog; do
  (set -o $name && set -o | grep "^$name[[:blank:]]*on" && set +o $name && set -o | grep "^$name[[:blank:]]*off") 2>/dev/null | wc -l
done
