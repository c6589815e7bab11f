# posix: XCU 2.15 export
# status: 0
f() {
  local x=$1 y=~
  echo "$x|$y"
}
HOME=/h
f 'a  b'
