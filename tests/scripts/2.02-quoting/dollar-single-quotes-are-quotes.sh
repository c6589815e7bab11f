# posix: XCU 2.2.4
# status: 0
# compare: no dash has no $'...'

x='a b'
set -- $'$x *' $'a  b'$'c' $'' ${u-$'d e'}
printf '<%s>\n' $# "$@"
case 'a*' in $'a*') echo literal;; esac
case 'ab' in $'a*') echo pattern;; *) echo 'no pattern';; esac
