# posix: XCU 2.10
# status: 0

# A NUL byte in what is read is not there at all.
printf ': x\necho a\000b; i\000f true; then\necho c; f\000i\n' >text
sh ./text | od -An -c
sh <text | od -An -c
. ./text | od -An -c
