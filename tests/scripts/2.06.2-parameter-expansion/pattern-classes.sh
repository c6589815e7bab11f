# posix: XCU 2.6.2
# status: 0

x=abc123def
echo ${x%%[0-9]*} ${x##*[0-9]} ${x#[a-c]} ${x##[!0-9]*[0-9]} ${x%[[:alpha:]]} ${x%%[[:digit:]]*}
