printf 'fine\nERROR disk\n' > app.log
cat app.log | grep WARN | wc -l
