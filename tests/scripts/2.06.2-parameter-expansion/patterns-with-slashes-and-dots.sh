# posix: XCU 2.6.2
# status: 0

f=/usr/local/.hidden/file.tar.gz
echo ${f##*/} ${f%/*} ${f#/} ${f%%.*} ${f##*.} ${f%.*} ${f#*/*/}
