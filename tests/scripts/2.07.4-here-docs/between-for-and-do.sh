# posix: XCU 2.7.4
# status: 0
# compare: no dash takes the lines of the here-document for words

cat <<E; for i in a b
first
E
do echo $i; done
x=$(cat <<E; for i in c d
second
E
do echo $i; done)
echo "$x"
