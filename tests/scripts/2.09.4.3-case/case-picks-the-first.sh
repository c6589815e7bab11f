# posix: XCU 2.9.4.3
# status: 0

for w in apple banana cherry x ''; do
  case $w in
    a*) echo starts with a;;
    *an*|*err*) echo middle;;
    ?) echo one;;
    '') echo empty;;
    *) echo other
  esac
done
