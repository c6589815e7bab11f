# posix: XCU 2.14.3
# status: 0

mkdir d; touch .a b d/.c d/e
echo * .* d/* d/.[!.]* ?a [.]a 2>/dev/null | tr ' ' '\n' | grep -v '^\.\.*$'
