# posix: XCU 2.14.3
# status: 0

mkdir d; touch .x d/y
echo "."x* \.x* d"/"* d[/]y d?y
