/** Where things are, in one place. The router knows which of them there are. */
export const paths = {
  worklist: '/worklist' as string,
  cases: '/cases' as string,
  case: (id: string) => `/cases/${id}`,
  patients: '/patients' as string,
  patient: (id: string) => `/patients/${id}`,
  images: '/images' as string,
  image: (id: string) => `/images/${id}`,
  history: (kind: 'images' | 'cases' | 'patients', id: string) => `/${kind}/${id}/history`,
  overview: '/overview' as string,
  upload: '/upload' as string,
  audit: '/audit' as string,
  users: '/users' as string,
  account: '/account' as string,
};
