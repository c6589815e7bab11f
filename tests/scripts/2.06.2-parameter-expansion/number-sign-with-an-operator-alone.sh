# posix: XCU 2.6.2
# status: 0

# A length or an operator without a word: nobody guesses.
set -- a bb
for form in '#+' '#=' '#%'; do
    (eval "echo \"\${$form}\"") 2>/dev/null || echo "$form refused"
done
echo "${##}" "${###}" "${##2}" "${#%2}" "${#%%}" "${#%%2}" "${#-x}" "${#+x}" "${#:-x}" "${#:+x}" "${#?}" "${#?x}" "${#=x}"
