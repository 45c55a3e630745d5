"""HTTP glue: what every route shares.

Owns: strict JSON, problem documents, who may call what, write protection, headers, the one commit. Knows no slice. Only this
package imports apiflask, so that moving off it is mechanical.
"""
