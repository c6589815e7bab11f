# posix: XCU 2.6.2
# status: 0

f=path/to/file.tar.gz
echo ${f#*/} ${f##*/} ${f%.*} ${f%%.*}
echo ${f%none} ${f#none}
