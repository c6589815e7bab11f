# posix: XCU 2.6.6
# status: 0

touch a b
set -f; echo * [ab]; x='*'; echo $x
set +f; echo * [ab]; echo $x
