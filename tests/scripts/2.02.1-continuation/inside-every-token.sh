# posix: XCU 2.2.1
# status: 0
\
f\
un\
c \
 ( \
 )  \
 # comment
 \
 ( echo ok )

func
f\
o\
r\
 \
i\
 \
i\
n\
 1 2
d\
o\
 echo $i
d\
on\
e
echo 1 >redir
echo 2 \
3\
>\
>\
\
redir \
>\
&\
3
cat redir
