# posix: XCU 2.6.3
# status: 0

echo `echo 'one\
two'`
echo "`echo 'three\
four'`"
echo `echo "five\
six"` `printf '%s.' seven\
eight`
text=`cat <<\end
nine\
ten
end`
echo "$text"
echo `echo 'eleven\\
twelve'`
