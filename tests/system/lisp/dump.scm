;; Reads each SX1 file named on the command line and prints one line for it: see dumpSexp in ../lisp.test.ts.
;; Prints nothing but data; never evaluates what it reads.
(use-modules (ice-9 match))

(define (dump value)
  (match value
    ((? list?) (string-append "(" (string-join (map dump value) " ") ")"))
    ((? string?)
     (string-append "\"" (string-join (map (compose number->string char->integer) (string->list value)) ".") "\""))
    ((? exact-integer?) (number->string value))
    ((? symbol?) (symbol->string value))))

(define (dump-file file)
  (call-with-input-file file
    (lambda (port)
      (let ((value (read port)))
        (if (eof-object? (read port)) (dump value) "error")))
    #:encoding "UTF-8"))

(for-each
 (lambda (file)
   (display (catch #t (lambda () (dump-file file)) (const "error")))
   (newline))
 (cdr (command-line)))
